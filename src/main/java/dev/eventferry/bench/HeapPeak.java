package dev.eventferry.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * The most heap that another Java process of this user has held since the last {@link #reset}. The JVM keeps the peak
 * of each memory pool by itself, so nothing is sampled and nothing runs in the measured process meanwhile; the local
 * management agent that tells it costs the process a few megabytes once, so open this before the warm-up.
 */
final class HeapPeak implements AutoCloseable {

    private final JMXConnector connector;
    private final List<MemoryPoolMXBean> heap;

    private HeapPeak(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.heap =
                ManagementFactory.getPlatformMXBeans(connector.getMBeanServerConnection(), MemoryPoolMXBean.class)
                        .stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .toList();
    }

    /**
     * Begins to watch.
     *
     * @throws IOException if the process is not a JVM that may be attached to
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
        heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** The peaks of the pools together; they need not fall together, so at most a little over the true peak. */
    long bytes() {
        return heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    @Override
    public void close() throws IOException {
        connector.close();
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
