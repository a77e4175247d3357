package dev.changeover.contract.topic;

import java.util.regex.Pattern;

/**
 * The names that belong to one target environment, which has its own topology, documents and ledger.
 *
 * @param environment {@code staging} or {@code production}
 */
public record TargetTopics(String environment) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");

    public TargetTopics {
        if (!NAME.matcher(environment).matches()) {
            throw new IllegalArgumentException(
                    "An environment's name is lower-case letters, digits and hyphens, but is '" + environment
                            + "'; use staging or production");
        }
    }

    /** User documents, keyed by V1 user id in decimal ASCII; compacted. */
    public String documents() {
        return "changeover." + environment + ".users";
    }

    /** The target's drill catalogue, one copy a partition; compacted. */
    public String catalogue() {
        return "changeover." + environment + ".catalogue";
    }

    /** What was refused and why, keyed like the documents; kept by time. */
    public String quarantine() {
        return "changeover." + environment + ".quarantine";
    }

    /** Between step 1 and step 2 of the topology. */
    public String byParent() {
        return "changeover." + environment + ".by-parent";
    }

    /** Between steps 1 and 2 and step 3 of the topology. */
    public String byUser() {
        return "changeover." + environment + ".by-user";
    }

    /** Work that a task of the topology leaves to itself in bounded pieces: sweeps of step 1. */
    public String sweep() {
        return "changeover." + environment + ".sweep";
    }

    /** Work that a task of the topology leaves to itself in bounded pieces: releases of held users in step 3. */
    public String release() {
        return "changeover." + environment + ".release";
    }

    /** The topology's {@code application.id}, and so its consumer group. */
    public String applicationId() {
        return "changeover-" + environment + "-transform";
    }

    /** The sink's consumer group. */
    public String sinkGroup() {
        return "changeover-" + environment + "-sink";
    }
}
