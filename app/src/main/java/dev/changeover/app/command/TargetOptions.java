package dev.changeover.app.command;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.config.Flags;
import dev.changeover.app.pipeline.Confirmation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that write to the target. */
final class TargetOptions {
    @Option(
            names = "--confirm",
            paramLabel = "NAME",
            description = "The name of the production database; required with --environment production.")
    private @Nullable String confirmed;

    @Mixin
    private final SinkOptions sink = new SinkOptions();

    /** The first of the sink's flags that was typed. */
    Optional<String> sinkFlag() {
        return sink.given().keySet().stream().map(Flags::name).findFirst();
    }

    /** The configuration, with production confirmed. */
    Configuration load(CommonOptions common, Surroundings surroundings) {
        Configuration configuration = loadToRead(common, surroundings);
        Confirmation.require(configuration, confirmed);
        return configuration;
    }

    /** The configuration of something that changes nothing: production needs no confirmation. */
    Configuration loadToRead(CommonOptions common, Surroundings surroundings) {
        return sink.load(common, surroundings);
    }
}
