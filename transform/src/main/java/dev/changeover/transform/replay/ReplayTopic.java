package dev.changeover.transform.replay;

import dev.changeover.contract.document.ReplayRequest;
import dev.changeover.contract.topic.TargetTopics;

/** Asks the topology to assemble users again from its state. */
public final class ReplayTopic {
    private ReplayTopic() {}

    /**
     * Returns when the broker has acknowledged every copy. Asking twice does the same twice, without effect the second time.
     *
     * @throws dev.changeover.contract.stage.ProblemException if the broker does not take it in time; part of the users may be assembled then
     */
    public static void ask(String bootstrapServers, TargetTopics topics, ReplayRequest request) {
        var unused = new CatalogueNotes(bootstrapServers, topics).leave(ReplayRequest.KEY, request.encode());
    }
}
