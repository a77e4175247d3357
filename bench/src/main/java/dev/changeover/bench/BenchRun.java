package dev.changeover.bench;

import dev.changeover.app.terminal.Terminal;
import dev.changeover.bench.figure.ResultJson;
import dev.changeover.bench.figure.ResultTable;
import dev.changeover.bench.figure.Results;
import dev.changeover.bench.measure.Measure;
import dev.changeover.bench.measure.Measures;
import dev.changeover.bench.world.MachinePrograms;
import dev.changeover.bench.world.World;
import dev.changeover.bench.world.WorldConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench/run}: prepares everything by itself, measures, prints a table, and leaves nothing behind. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures Changeover on databases and a broker of its own, beside PostgreSQL's own means.",
            "Exit codes: 0 everything was measured, 2 usage, 5 something could not be measured, 130 interrupted."
        })
public final class BenchRun implements Callable<Integer> {
    private static final int NOT_MEASURED = 5;
    private static final int INTERRUPTED = 130;
    /** The loads leave the sample's first hundred alone. */
    private static final int FEWEST_USERS = 200;

    @Option(
            names = "--scale",
            paramLabel = "1|10",
            defaultValue = "1",
            description = "10: also what needs ten times the reference set. Default: ${DEFAULT-VALUE}.")
    private int scale;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each measure is taken. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--only", paramLabel = "MEASURE", split = ",", description = "Only these; --list names them.")
    private List<String> only = List.of();

    @Option(names = "--list", description = "Name the measures and end.")
    private boolean list;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write everything, every sample included.")
    private @Nullable Path json;

    @Option(
            names = "--server",
            paramLabel = "auto|embedded",
            defaultValue = "auto",
            description =
                    "auto: the machine's own PostgreSQL and its pg_dump and psql, where there are any; embedded: the one"
                            + " that comes with Changeover, and COPY over JDBC. Default: ${DEFAULT-VALUE}.")
    private Server server = Server.AUTO;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long each load lasts of which latencies are taken. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "4928",
            description = "V1's users at scale 1; the bars are for the default, ${DEFAULT-VALUE}.")
    private int users;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "4928",
            description = "Of the sample and the loads. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final Terminal terminal;

    private BenchRun(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Where the databases come from. */
    enum Server {
        AUTO,
        EMBEDDED
    }

    public static void main(String[] args) {
        Terminal terminal = Terminal.plain(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8));
        OrderlyEnd end = OrderlyEnd.ofThisThread();
        int code = new CommandLine(new BenchRun(terminal))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, result) -> OrderlyEnd.codeOf(failure, terminal))
                .execute(args);
        end.reached();
        System.exit(code);
    }

    @Override
    public Integer call() throws IOException, SQLException {
        List<Measure> all = Measures.all();
        if (list) {
            all.forEach(each -> terminal.data(String.format("%-14s %s", each.name(), each.description())));
            return 0;
        }
        List<Measure> chosen = chosen(all);
        WorldConfig config = new WorldConfig(
                Path.of(System.getProperty("changeover.home", "")).toAbsolutePath(),
                server == Server.EMBEDDED ? Optional.empty() : MachinePrograms.find(),
                users,
                seed,
                rounds,
                Duration.ofSeconds(seconds));
        Results results;
        boolean interrupted;
        try (World world = World.open(config, terminal::message)) {
            Session session = new Session(world, chosen);
            results = session.results();
            interrupted = session.isInterrupted();
        }
        ResultTable.lines(results).forEach(terminal::data);
        if (json != null) {
            Files.writeString(json, ResultJson.of(results) + "\n");
        }
        if (interrupted) {
            return INTERRUPTED;
        }
        return results.failed().isEmpty() ? 0 : NOT_MEASURED;
    }

    private List<Measure> chosen(List<Measure> all) {
        for (String name : only) {
            if (all.stream().noneMatch(each -> each.name().equals(name))) {
                throw new ParameterException(
                        spec.commandLine(), "There is no measure '" + name + "'; bench/run --list names them");
            }
        }
        require(scale == 1 || scale == 10, "--scale is 1 or 10, but is " + scale);
        require(rounds >= 1, "--rounds must be at least 1, but is " + rounds);
        require(seconds >= 3, "--seconds must be at least 3, but is " + seconds);
        require(users >= FEWEST_USERS, "--users must be at least " + FEWEST_USERS + ", but is " + users);
        return all.stream()
                .filter(each -> only.isEmpty() ? each.scale() <= scale : only.contains(each.name()))
                .toList();
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
