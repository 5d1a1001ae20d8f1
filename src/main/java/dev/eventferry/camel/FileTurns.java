package dev.eventferry.camel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/**
 * Whose turn it is: the files of one source go one after the other in the order of their names, those of several sources
 * side by side. A file that waits holds no thread. For many threads.
 */
final class FileTurns {

    /** As many of a folder as are worth taking in at a time; the others wait where they lie. */
    private static final int MOST_WAITING = 500;

    private record Waiting(Path file, String name, CompletableFuture<Boolean> turn) {}

    private static final class Line {
        private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparing(Waiting::name));
        private boolean busy;
    }

    private final Map<String, Line> lines = new HashMap<>();
    private final Map<Path, Integer> waitingIn = new HashMap<>();
    private boolean closed;

    /** Whether no more files of a folder are taken in now. */
    synchronized boolean isFull(Path folder) {
        return closed || waitingIn.getOrDefault(folder, 0) >= MOST_WAITING;
    }

    /** Done when it is the file's turn, with true; or with false when nothing is begun any more. */
    CompletableFuture<Boolean> enter(String source, Path file) {
        synchronized (this) {
            Line line = lines.computeIfAbsent(source, first -> new Line());
            if (!closed && line.busy) {
                CompletableFuture<Boolean> turn = new CompletableFuture<>();
                line.waiting.add(new Waiting(file, String.valueOf(file.getFileName()), turn));
                waitingIn.merge(folder(file), 1, Integer::sum);
                return turn;
            }
            line.busy = true;
            return CompletableFuture.completedFuture(!closed);
        }
    }

    /** A file of that source is through, or was put back. */
    void leave(String source) {
        Waiting next = null;
        synchronized (this) {
            Line line = lines.get(source);
            if (line != null) {
                next = line.waiting.poll();
                if (next == null) {
                    lines.remove(source);
                } else {
                    waitingIn.computeIfPresent(folder(next.file()), (folder, n) -> n > 1 ? n - 1 : null);
                }
            }
        }
        if (next != null) {
            next.turn().complete(true);
        }
    }

    /** Nothing is begun any more; what waits is told so. */
    void close() {
        List<Waiting> all = new ArrayList<>();
        synchronized (this) {
            closed = true;
            lines.values().forEach(line -> {
                all.addAll(line.waiting);
                line.waiting.clear();
            });
        }
        all.forEach(waiting -> waiting.turn().complete(false));
    }

    /** Where a file lies, as {@link #isFull} knows it. */
    static Path folder(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }
}
