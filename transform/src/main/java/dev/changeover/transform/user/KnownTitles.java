package dev.changeover.transform.user;

import dev.changeover.contract.rules.DrillTitles;
import dev.changeover.transform.message.UserChange.DrillTitle;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** What V1's drills are called, without remembering who asks. */
public final class KnownTitles {
    private KnownTitles() {}

    public static DrillTitles in(ReadOnlyKeyValueStore<Long, DrillTitle> titles) {
        return drill -> {
            @Nullable DrillTitle title = titles.get(drill);
            return title == null ? new DrillTitles.Answer.Unseen() : answer(title);
        };
    }

    static DrillTitles.Answer answer(DrillTitle title) {
        return title.gone() ? new DrillTitles.Answer.Gone() : new DrillTitles.Answer.Known(title.title());
    }
}
