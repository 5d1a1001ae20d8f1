package dev.eventferry.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast the machine is at this moment, to stand beside every result: a machine that shares its processors with others
 * takes 6 or 9 CPU seconds for the same work within an hour. What is measured is the least that anybody has to do with an
 * event: Jackson reads the JSON of a purchase into a tree.
 */
final class Yardstick {

    private static final int PURCHASES = 5_000;
    private static final int ROUNDS = 12;
    private static final double NANOS = 1e9;

    private final ObjectMapper json = new ObjectMapper();
    private final List<byte[]> purchases = new ArrayList<>();
    private final ThreadMXBean thread = ManagementFactory.getThreadMXBean();

    /** Warm when it returns, after a second or two. */
    Yardstick() throws IOException {
        Purchases all = Purchases.recent(Instant.now());
        for (int i = 0; i < PURCHASES; i++) {
            purchases.add(all.next());
        }
        for (int i = 0; i < ROUNDS; i++) {
            cpuSecondsPer100k();
        }
    }

    /** CPU seconds that reading 100,000 purchases takes now; some 0.4, for which it takes a quarter of a second. */
    double cpuSecondsPer100k() throws IOException {
        long before = thread.getCurrentThreadCpuTime();
        long read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (byte[] purchase : purchases) {
                read += json.readTree(purchase).size();
            }
        }
        long used = thread.getCurrentThreadCpuTime() - before;
        if (read < (long) ROUNDS * PURCHASES) {
            throw new IllegalStateException("purchases are objects with fields");
        }
        return used / NANOS * 100_000 / (ROUNDS * PURCHASES);
    }
}
