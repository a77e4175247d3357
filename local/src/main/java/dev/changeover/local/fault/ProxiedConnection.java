package dev.changeover.local.fault;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicLong;

/** One client's connection and its way on to the server, with a thread for each direction. */
final class ProxiedConnection {
    private static final int CHUNK_BYTES = 16 << 10;

    private final Socket client;
    private final Socket server = new Socket();
    private final int serverPort;
    private final Line line;
    private final Conversation conversation;
    private final AtomicLong passed;
    private final Thread up;
    private final Thread down;
    private volatile boolean over;

    /** What listens in one direction. */
    private interface Listener {
        Passage hear(byte[] chunk, int length);
    }

    ProxiedConnection(Socket client, int serverPort, Line line, Traps traps, AtomicLong passed) {
        this.client = client;
        this.serverPort = serverPort;
        this.line = line;
        this.conversation = new Conversation(traps);
        this.passed = passed;
        String name = "proxy-" + client.getLocalPort() + "-" + client.getPort();
        this.up = new Thread(this::serveClient, name + "-up");
        this.down = new Thread(this::serveServer, name + "-down");
        up.setDaemon(true);
        down.setDaemon(true);
    }

    void start() {
        up.start();
    }

    boolean isOver() {
        return over;
    }

    /** Breaks both connections: client and server get a reset, and what was on its way is gone. */
    void reset() {
        over = true;
        line.wake();
        reset(client);
        reset(server);
    }

    /** Waits for both threads of a connection that is over. */
    void join() throws InterruptedException {
        up.join();
        down.join();
    }

    private void serveClient() {
        try {
            line.admit(1, this::isOver);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
            server.setTcpNoDelay(true);
            down.start();
            pass(client, server, conversation::fromClient);
        } catch (IOException e) {
            reset(); // as the other end would see it without a proxy
        } catch (InterruptedException e) {
            reset();
            Thread.currentThread().interrupt();
        }
    }

    private void serveServer() {
        try {
            pass(server, client, conversation::fromServer);
        } catch (IOException e) {
            reset();
        } catch (InterruptedException e) {
            reset();
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Socket from, Socket to, Listener listener) throws IOException, InterruptedException {
        InputStream input = from.getInputStream();
        WritableByteChannel output = Channels.newChannel(to.getOutputStream());
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int read = input.read(chunk); read >= 0; read = input.read(chunk)) {
            Passage passage = listener.hear(chunk, read);
            write(passage.data(), output);
            if (passage.ends()) {
                reset();
                return;
            }
        }
        line.admit(1, this::isOver);
        to.shutdownOutput();
        if (from.isOutputShutdown()) {
            over = true; // both directions have ended
            client.close();
            server.close();
        }
    }

    private void write(ByteBuffer data, WritableByteChannel output) throws IOException, InterruptedException {
        while (data.hasRemaining()) {
            int length = line.admit(data.remaining(), this::isOver);
            ByteBuffer piece = data.slice().limit(length);
            data.position(data.position() + length);
            passed.addAndGet(output.write(piece));
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // closed already
        }
    }
}
