package dev.eventferry.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * The most heap that another Java process of this user has held since the last {@link #reset}. A heap is fullest right
 * before it is collected, and the process tells of each collection: so the peak is exact, nothing is sampled, and the
 * cost is a message a collection. The local management agent that sends it takes the process a few megabytes once: open
 * this before the warm-up.
 */
final class HeapPeak implements AutoCloseable {

    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final Set<String> heapPools;
    private final AtomicLong peak = new AtomicLong();

    private HeapPeak(JMXConnector connector) throws IOException {
        MBeanServerConnection process = connector.getMBeanServerConnection();
        this.connector = connector;
        this.memory = ManagementFactory.getPlatformMXBean(process, MemoryMXBean.class);
        this.heapPools = ManagementFactory.getPlatformMXBeans(process, MemoryPoolMXBean.class).stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getName)
                .collect(Collectors.toUnmodifiableSet());
        for (GarbageCollectorMXBean collector :
                ManagementFactory.getPlatformMXBeans(process, GarbageCollectorMXBean.class)) {
            ((NotificationEmitter) collector).addNotificationListener((told, nothing) -> take(told), null, null);
        }
    }

    /**
     * Begins to watch.
     *
     * @param pid of a JVM: the attempt ends other processes, by the signal that a JVM understands
     * @throws IOException if the process may not be attached to
     */
    @SuppressWarnings("BanJNDI") // the address is no one's input: the process that the bench started gave it
    static HeapPeak of(long pid) throws IOException {
        JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(managementAddress(pid)));
        try {
            return new HeapPeak(connector);
        } catch (IOException | RuntimeException e) {
            connector.close();
            throw e;
        }
    }

    /** Forgets what was before. */
    void reset() {
        peak.set(0);
    }

    /** The peak until now; of a collection in the last moments the process may not have told yet. */
    long bytes() {
        return peak.accumulateAndGet(memory.getHeapMemoryUsage().getUsed(), Math::max);
    }

    /** What is held now, after a collection. */
    long live() {
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }

    private void take(Notification told) {
        if (told.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            Map<String, MemoryUsage> before = GarbageCollectionNotificationInfo.from((CompositeData) told.getUserData())
                    .getGcInfo()
                    .getMemoryUsageBeforeGc();
            long used = before.entrySet().stream()
                    .filter(pool -> heapPools.contains(pool.getKey()))
                    .mapToLong(pool -> pool.getValue().getUsed())
                    .sum();
            peak.accumulateAndGet(used, Math::max);
        }
    }

    private static String managementAddress(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("process " + pid + " is no JVM that can be attached to", e);
        }
    }
}
