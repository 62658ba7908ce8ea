package dev.tocsin.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that accepts connections, and never says a word. */
public final class MuteMailServer implements AutoCloseable {

    private final ServerSocket socket;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final Thread accepting = new Thread(this::accept, "mute-mail-server");

    public MuteMailServer(int port) {
        try {
            socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        accepting.setDaemon(true);
        accepting.start();
    }

    private void accept() {
        try {
            while (!socket.isClosed()) {
                connections.add(socket.accept());
            }
        } catch (IOException closed) {
            assertThat(socket.isClosed()).isTrue();
        }
    }

    /** How many have tried. */
    public int connections() {
        return connections.size();
    }

    /** Once it returns, the port is free: a socket that a thread waits on is only closed when that has ended. */
    @Override
    public void close() {
        try {
            socket.close();
            accepting.join();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
