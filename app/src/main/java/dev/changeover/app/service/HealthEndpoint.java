package dev.changeover.app.service;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers {@code /live} (200 until the stage has failed) and {@code /ready} (200 while it works), else 503, with the state and its reason as
 * JSON. One daemon thread serves it.
 */
public final class HealthEndpoint implements AutoCloseable {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;

    private HealthEndpoint(HttpServer server) {
        this.server = server;
    }

    /**
     * Listens on all interfaces, as an orchestrator expects.
     *
     * @param port 0 for any free one
     * @throws ProblemException when the port is taken
     */
    public static HealthEndpoint start(Stage stage, int port) {
        requireNonNull(stage, "stage");
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
            answer(server, "/live", stage, state -> state != Stage.State.FAILED && state != Stage.State.STOPPED);
            answer(server, "/ready", stage, state -> state == Stage.State.RUNNING);
            server.start();
            return new HealthEndpoint(server);
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.USAGE,
                            "The health endpoint cannot listen on port " + port,
                            "another process has it, or this user may not take it",
                            "set CHANGEOVER_HEALTH_PORT to another one, or to 0 for any free one"),
                    e);
        }
    }

    /** Answers this path, too, with one line of JSON that is asked for anew each time; always 200. */
    public void answerAlso(String path, Supplier<String> json) {
        server.createContext(path, exchange -> send(exchange, OK, json.get()));
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpServer server, String path, Stage stage, Predicate<Stage.State> healthy) {
        server.createContext(path, exchange -> {
            Stage.State state = stage.state();
            Map<String, String> body = new LinkedHashMap<>();
            body.put("stage", stage.name());
            body.put("state", state.name().toLowerCase(java.util.Locale.ROOT));
            body.put("reason", stage.failure().map(Problem::line).orElse(""));
            send(exchange, healthy.test(state) ? OK : UNAVAILABLE, JsonText.of(body));
        });
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = (json + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
