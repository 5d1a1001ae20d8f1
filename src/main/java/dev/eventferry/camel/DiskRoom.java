package dev.eventferry.camel;

import java.io.IOException;
import java.nio.file.FileStore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether there is room on the disk to read files and tables on. They pause at twice {@code ferry.store.disk-reserve},
 * for the reserve itself is for events that somebody waits for. For many threads.
 */
final class DiskRoom {

    /** Why something is not read on. */
    static final String WHY = "The disk has less than twice ferry.store.disk-reserve left: make room.";

    private static final Logger LOG = LoggerFactory.getLogger(DiskRoom.class);

    private final FileStore disk;
    private final long enough;
    private final AtomicBoolean cramped = new AtomicBoolean();

    /** @param reserve bytes */
    DiskRoom(FileStore disk, long reserve) {
        this.disk = disk;
        this.enough = 2 * reserve;
    }

    /** Whether it has too little; logged when that changes. */
    boolean isCramped() {
        boolean now;
        try {
            now = disk.getUsableSpace() < enough;
        } catch (IOException e) {
            return false; // the store will tell
        }
        if (cramped.getAndSet(now) != now) {
            if (now) {
                LOG.warn("{} Until then files and tables are not read on; nothing of them is lost", WHY);
            } else {
                LOG.info("The disk has room again: files and tables are read on");
            }
        }
        return now;
    }
}
