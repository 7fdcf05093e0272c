package io.leat.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/** A line to a database that breaks when a commit is sent: on its way there, or with the answer on its way back. */
final class CutLine implements AutoCloseable {
    /** Where it breaks. */
    enum Cut {
        NOWHERE,
        ON_THE_WAY_THERE,
        ON_THE_WAY_BACK
    }

    private final ServerSocket listening;
    private final int port;
    private final AtomicReference<Cut> armed = new AtomicReference<>(Cut.NOWHERE);

    CutLine(int port) throws IOException {
        this.port = port;
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        start("line", this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The next commit is cut, once. */
    void arm(Cut cut) {
        armed.set(cut);
    }

    /** Whether it was cut. */
    boolean hasCut() {
        return armed.get() == Cut.NOWHERE;
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                AtomicReference<Cut> cut = new AtomicReference<>(Cut.NOWHERE);
                start("there", () -> there(client, server, cut));
                start("back", () -> back(client, server, cut));
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void there(Socket client, Socket server, AtomicReference<Cut> cut) {
        pump(client, server, bytes -> {
            if (new String(bytes, StandardCharsets.ISO_8859_1).contains("COMMIT")) {
                cut.set(armed.getAndSet(Cut.NOWHERE));
            }

            return cut.get() != Cut.ON_THE_WAY_THERE;
        });
    }

    private void back(Socket client, Socket server, AtomicReference<Cut> cut) {
        pump(server, client, bytes -> cut.get() != Cut.ON_THE_WAY_BACK);
    }

    /** Whether these bytes are handed on; if not, the line breaks. */
    private interface Switch {
        boolean lets(byte[] bytes);
    }

    private static void pump(Socket from, Socket to, Switch through) {
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            byte[] buffer = new byte[65_536];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                byte[] bytes = java.util.Arrays.copyOf(buffer, count);
                if (!through.lets(bytes)) {
                    return;
                }

                to.getOutputStream().write(bytes);
            }
        } catch (IOException e) {
            // the other direction has closed the line
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
