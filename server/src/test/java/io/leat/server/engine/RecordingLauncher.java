package io.leat.server.engine;

import io.leat.server.launch.DriverLauncher;
import io.leat.server.launch.DriverProcess;
import io.leat.server.launch.DriverSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Starts no processes, but remembers what was asked of it; tests play the drivers. */
final class RecordingLauncher implements DriverLauncher {
    final List<Started> started = new CopyOnWriteArrayList<>();

    @Override
    public DriverProcess start(DriverSpec spec) {
        Started process = new Started(spec, started.size() + 1L);
        started.add(process);
        return process;
    }

    @Override
    public Optional<DriverProcess> attach(String driverId, long pid, long startedAt) {
        return started.stream()
                .filter(process -> process.pid == pid && process.isAlive())
                .findFirst()
                .map(process -> process);
    }

    static final class Started implements DriverProcess {
        final DriverSpec spec;
        private final long pid;
        private final CompletableFuture<Integer> exit = new CompletableFuture<>();

        Started(DriverSpec spec, long pid) {
            this.spec = spec;
            this.pid = pid;
        }

        void die(int status) {
            exit.complete(status);
        }

        @Override
        public long pid() {
            return pid;
        }

        @Override
        public long startedAt() {
            return pid * 1_000;
        }

        @Override
        public boolean isAlive() {
            return !exit.isDone();
        }

        @Override
        public void kill() {
            die(137);
        }

        @Override
        public CompletableFuture<Integer> onExit() {
            return exit;
        }

        @Override
        public Path log() {
            return Path.of("none");
        }
    }
}
