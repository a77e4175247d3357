package dev.changeover.local.fault;

import dev.changeover.local.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A network between clients and one server of this machine, that can break. Clients connect to {@link #port()} instead of
 * the server's. The traps understand PostgreSQL's protocol; all else works with any server. Its methods may be called
 * from any thread.
 */
public final class NetworkProxy implements AutoCloseable {
    private static final int BACKLOG = 200;

    private final int serverPort;
    private final int port = FreePorts.next();
    private final Traps traps = new Traps();
    private final Line line = new Line(traps);
    private final AtomicLong passed = new AtomicLong();
    private final List<ProxiedConnection> connections = new ArrayList<>();
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;
    private boolean closed;

    private NetworkProxy(int serverPort) {
        this.serverPort = serverPort;
    }

    /** A sound network to the server on this port, which need not be up yet. */
    public static NetworkProxy to(int serverPort) {
        NetworkProxy proxy = new NetworkProxy(serverPort);
        proxy.listen();
        return proxy;
    }

    /** Where clients connect to, on the loopback interface; the same for as long as the proxy lives. */
    public int port() {
        return port;
    }

    /** How often a fault has hit: a connection that was reset, a piece of data that had to wait. */
    public long struck() {
        return traps.struck();
    }

    /** Bytes that have passed, both ways: whether anybody talks just now. */
    public long passedBytes() {
        return passed.get();
    }

    /** Connections that are open now. */
    public synchronized int open() {
        connections.removeIf(ProxiedConnection::isOver);
        return connections.size();
    }

    /** Resets all connections, and refuses new ones until healed. */
    public void cut() {
        stopListening();
        resetAll();
    }

    /** Keeps connections and takes new ones, but nothing passes until healed; then it goes on where it was. */
    public void stall() {
        line.stall();
    }

    /** From now on at most {@code bytes} pass at a time in each direction of a connection, after a pause each. */
    public void slow(Duration pause, int bytes) {
        if (pause.isNegative() || pause.isZero() || bytes < 1) {
            throw new IllegalArgumentException("A slow network pauses, and lets bytes pass then; but is slowed by "
                    + pause + " for " + bytes + " bytes");
        }
        line.slow(pause, bytes);
    }

    /** Resets the connection on which the last of these bytes comes, counted from now over all clients. Strikes once. */
    public void resetAfter(long bytesFromClients) {
        traps.set(new Trap.AfterBytes(new AtomicLong(bytesFromClients)));
    }

    /** Resets the next connection that copies data in, after its first piece and before its end. Strikes once. */
    public void resetInCopy() {
        traps.set(new Trap.InCopy());
    }

    /**
     * Has the server execute the next such command, keeps its answer back, and resets the connection. Strikes once, and only
     * an answer that tells success; for clients that wait for it, as JDBC does.
     *
     * @param command one word that the server repeats when it is done, as {@code COMMIT}
     */
    public void dropReplyTo(String command) {
        traps.set(new Trap.ReplyTo(command));
    }

    /** The network is sound again. What stalled goes on; what was reset stays so. */
    public synchronized void heal() {
        traps.clear();
        line.heal();
        if (listener == null && !closed) {
            listen();
        }
    }

    /** Resets all connections, and ends. Does nothing the second time. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        stopListening();
        resetAll();
    }

    private synchronized void listen() {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            listener = socket;
            Thread thread = new Thread(() -> accept(socket), "proxy-" + port);
            thread.setDaemon(true);
            thread.start();
            acceptor = thread;
        } catch (IOException e) {
            throw new UncheckedIOException("The proxy cannot listen on port " + port + "; another program took it", e);
        }
    }

    private void accept(ServerSocket socket) {
        try {
            while (!socket.isClosed()) {
                Socket client = socket.accept();
                client.setTcpNoDelay(true);
                serve(socket, new ProxiedConnection(client, serverPort, line, traps, passed));
            }
        } catch (IOException e) {
            // the listener was closed: cut, or at its end
        }
    }

    private synchronized void serve(ServerSocket socket, ProxiedConnection connection) {
        connections.removeIf(ProxiedConnection::isOver);
        if (socket.isClosed()) {
            connection.reset(); // it came while the line was cut
        } else {
            connections.add(connection);
            connection.start();
        }
    }

    private void stopListening() {
        Thread accepting;
        synchronized (this) {
            accepting = acceptor;
            try {
                if (listener != null) {
                    listener.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            listener = null;
            acceptor = null;
        }
        try {
            if (accepting != null) {
                accepting.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void resetAll() {
        List<ProxiedConnection> broken;
        synchronized (this) {
            connections.removeIf(ProxiedConnection::isOver);
            broken = List.copyOf(connections);
            connections.clear();
        }
        try {
            for (ProxiedConnection connection : broken) {
                connection.reset();
                traps.count();
            }
            for (ProxiedConnection connection : broken) {
                connection.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
