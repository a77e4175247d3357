package dev.changeover.cutover.cleanup;

import static java.util.Objects.requireNonNull;

import dev.changeover.cutover.topics.TopicRemoval;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Topics and consumer groups on a broker, or in the files of one that does not run. Confined to one thread. */
final class BrokerRemains {
    private final TopicChoice choice;

    BrokerRemains(TopicChoice choice) {
        this.choice = requireNonNull(choice, "choice");
    }

    /** Of a broker that runs. */
    void look(Inventory found, TopicRemoval broker, Set<String> topics, Optional<String> whyShared) {
        for (String group : choice.groups()) {
            broker.members(group).ifPresent(members -> {
                found.goes(Kind.CONSUMER_GROUP, group, "its committed positions");
                if (members > 0) {
                    found.runs("the consumer group " + group + " has " + members
                            + " members: stop the processes (run transform, run sink) that consume with it");
                }
            });
        }
        look(found, topics, whyShared);
    }

    /** Of the embedded broker, by its topics alone. */
    void look(Inventory found, Set<String> topics, Optional<String> whyShared) {
        choice.ofEnvironment(topics).forEach(each -> found.goes(Kind.TOPIC, each, "of this environment"));
        List<String> shared = TopicChoice.shared(topics);
        if (whyShared.isEmpty()) {
            shared.forEach(each -> found.goes(Kind.TOPIC, each, "of capture"));
        } else if (!shared.isEmpty()) {
            found.stays(Kind.TOPIC, shared.size() + " topics of capture", whyShared.get());
        }
    }

    /** Groups first: as long as a topic is there, a later run knows that there is something to do. */
    void delete(TopicRemoval broker, Remains remains, Consumer<Thing> removed) {
        choice.groups().forEach(broker::deleteGroup);
        List<String> topics = remains.names(Kind.TOPIC);
        topics.forEach(broker::deleteTopic);
        broker.awaitGone(topics);
        for (Thing thing : remains.going()) {
            if (thing.kind() == Kind.TOPIC || thing.kind() == Kind.CONSUMER_GROUP) {
                removed.accept(thing);
            }
        }
    }
}
