package dev.changeover.torture.world;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.local.BrokerProcess;
import dev.changeover.local.BrokerProcessConfig;
import dev.changeover.local.fault.NetworkProxy;
import dev.changeover.torture.process.Launch;
import dev.changeover.torture.process.Member;
import dev.changeover.verifier.content.PipelinePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A fresh pair of databases with a pipeline of its own between them. Several may follow each other on the same servers. */
public final class World implements AutoCloseable {
    private static final Duration LONGEST_COMMAND = Duration.ofMinutes(1);

    private final Servers servers;
    private final Programs programs;
    private final String name;
    private final Path directory;
    private final BrokerProcess broker;
    private final CrashAgent agent;
    private final Optional<Networks> networks;
    private final Optional<Disks> disks;
    private final Launches launches;
    private final List<Member> stages = new ArrayList<>();
    private final List<String> ownEnds = new ArrayList<>();

    private World(Servers servers, Programs programs, String name, Path directory, Surroundings surroundings) {
        this.servers = requireNonNull(servers, "servers");
        this.programs = requireNonNull(programs, "programs");
        this.name = requireNonNull(name, "name");
        this.directory = requireNonNull(directory, "directory");
        this.agent = CrashAgent.in(directory);
        this.networks = surroundings.networks() ? Optional.of(Networks.to(servers)) : Optional.empty();
        this.disks = surroundings.smallDisks() ? Optional.of(Disks.mount()) : Optional.empty();
        this.broker = BrokerProcess.start(BrokerProcessConfig.in(
                disks.map(each -> each.broker().path()).orElse(directory).resolve("broker")));
        this.launches = new Launches(programs, directory, javaOptions(""), environment());
    }

    private Map<String, String> environment() {
        return Map.of(
                "V1_DATABASE_URL",
                url(v1(), networks.map(each -> each.v1().port())),
                "STAGING_DATABASE_URL",
                url(v2(), networks.map(each -> each.v2().port())),
                "KAFKA_BOOTSTRAP_SERVERS",
                broker.bootstrapServers(),
                "CHANGEOVER_CAPTURE_SLOT",
                name);
    }

    /**
     * Makes the databases and starts the broker; no stage yet.
     *
     * @param name of the databases and the slot
     */
    public static World open(
            Servers servers, Programs programs, Path runDirectory, String name, Surroundings surroundings)
            throws SQLException {
        Path directory = runDirectory.resolve(name);
        try {
            Files.createDirectories(directory.resolve("logs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        servers.createCopies(name);
        return new World(servers, programs, name, directory, surroundings);
    }

    /** Starts capture, transform and sink, one of each. */
    public void startStages() {
        for (StageKind kind : StageKind.values()) {
            add(kind, 1);
        }
    }

    /** Starts one more process of a stage. */
    public Member add(StageKind kind, int number) {
        String title = kind.code() + "-" + number;
        Launch launch = launches.of(title, stateOf(kind).resolve(title), "run", kind.code());
        Member member = Member.start(title, launch, code -> endedByItself(title, code));
        synchronized (stages) {
            stages.add(member);
        }
        return member;
    }

    /**
     * What an operator types, in a process of its own that has a minute to end well; what it says is in its log.
     *
     * @throws IllegalStateException when it ends with an error
     */
    public void operate(String... command) throws InterruptedException {
        launches.of("operator", directory.resolve("operator"), command).run(LONGEST_COMMAND);
    }

    /** The environment of a stage whose Java machine gets more options than all do. */
    public Map<String, String> javaOptions(String more) {
        return Map.of("JDK_JAVA_OPTIONS", StageKind.JVM_OPTIONS + " " + agent.option() + " " + more);
    }

    private Path stateOf(StageKind kind) {
        return kind == StageKind.TRANSFORM
                ? disks.map(each -> each.transform().path()).orElse(directory)
                : directory;
    }

    public List<Member> stages() {
        synchronized (stages) {
            return List.copyOf(stages);
        }
    }

    public Member stage(StageKind kind) {
        return stages().stream()
                .filter(each -> each.name().startsWith(kind.code()))
                .findFirst()
                .orElseThrow();
    }

    /** Stops a process for good. The exit code, which is 0 when it stopped in good order; empty when it was dead already. */
    public OptionalInt remove(Member member) {
        synchronized (stages) {
            stages.remove(member);
        }
        return member.stop();
    }

    /** Ends a process for good, which hears nothing of it. */
    public void removeKilled(Member member) {
        synchronized (stages) {
            stages.remove(member);
        }
        member.killForGood();
    }

    /** Under the broker and the transform, when this world has them. */
    public Disks disks() {
        return disks.orElseThrow();
    }

    /** Between the stages and V1, when this world has proxies. */
    public NetworkProxy networkToV1() {
        return networks.orElseThrow().v1();
    }

    /** Between the stages and V2, when this world has proxies. */
    public NetworkProxy networkToV2() {
        return networks.orElseThrow().v2();
    }

    /** Stages that ended though nobody had struck them, since the last call: one sentence each. */
    public List<String> ownEnds() {
        synchronized (ownEnds) {
            List<String> ends = List.copyOf(ownEnds);
            ownEnds.clear();
            return ends;
        }
    }

    private void endedByItself(String title, int code) {
        synchronized (ownEnds) {
            ownEnds.add(title + " ended by itself with exit code " + code);
        }
    }

    /** From now on a process that passes this crash point ends. */
    public void arm(String crashPoint) {
        agent.arm(crashPoint);
    }

    public void disarm(String crashPoint) {
        agent.disarm(crashPoint);
    }

    public Servers servers() {
        return servers;
    }

    public BrokerProcess broker() {
        return broker;
    }

    /** The slot in V1, which has the name of this world's databases. */
    public String slot() {
        return name;
    }

    public DatabaseAddress v1() {
        return servers.v1().address(name);
    }

    public DatabaseAddress v2() {
        return servers.v2().address(name);
    }

    public PipelinePosition position() {
        return programs.positions().of(v1(), broker.bootstrapServers());
    }

    private static String url(DatabaseAddress address, Optional<Integer> port) {
        return "postgresql://" + address.user() + ":" + address.password().reveal() + "@" + address.host() + ":"
                + port.orElse(address.port()) + "/" + address.database();
    }

    /** Stops the stages, without which the databases are quiet. */
    public void stopStages() {
        stages().parallelStream().forEach(Member::close);
    }

    @Override
    public void close() {
        stopStages();
        networks.ifPresent(Networks::close);
        broker.close();
        disks.ifPresent(Disks::close);
        try {
            servers.dropCopies(name, name);
        } catch (SQLException e) {
            throw new IllegalStateException("The databases of " + name + " could not be dropped", e);
        }
    }
}
