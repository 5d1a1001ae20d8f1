package dev.eventferry.camel;

import dev.eventferry.event.Cursor;
import dev.eventferry.event.Item;
import dev.eventferry.event.Origin;
import dev.eventferry.event.RawGroup;
import dev.eventferry.files.FileItems;
import dev.eventferry.mapping.ItemMapper;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A file's items, cut into groups of which each is one commit. Its cursor counts rows and stands behind an item's last, so
 * that an order of several rows is taken whole or, after a crash, again.
 */
final class FileChunks implements Iterator<RawGroup>, Closeable {

    static final String DOOR = "file";

    private final FileItems file;
    private final Iterator<Item> items;
    private final String name;
    private final String source;
    private final String cursor;
    private final int most;
    private final Clock clock;
    private long row;

    /**
     * What is left of a file.
     *
     * @param file from its beginning
     * @param name the file as reports and dead letters name it
     * @param cursor the cursor's name
     * @param done how many rows were read before
     * @param most rows of one chunk, but for an item that begins within it and ends behind
     */
    FileChunks(FileItems file, ItemMapper mapper, String name, String cursor, long done, int most, Clock clock) {
        this.file = file;
        this.items = mapper.gather(file);
        this.name = name;
        this.source = mapper.source();
        this.cursor = cursor;
        this.most = most;
        this.clock = clock;
        while (row < done && file.hasNext()) {
            file.next();
            row++;
        }
    }

    @Override
    public boolean hasNext() {
        return items.hasNext();
    }

    @Override
    public RawGroup next() {
        long first = row;
        List<Item> group = new ArrayList<>();
        while (row - first < most && items.hasNext()) {
            Item item = items.next();
            group.add(item);
            row += item.rowCount();
        }
        Origin origin =
                new Origin(name + " row " + (first + 1), source, null, clock.instant(), name, first, null, null);
        return new RawGroup(origin, group, new Cursor(DOOR, cursor, Long.toString(row)));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
