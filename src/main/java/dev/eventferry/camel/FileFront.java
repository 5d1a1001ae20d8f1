package dev.eventferry.camel;

import dev.eventferry.files.FileItems;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * {@code #fileFront}: lets a look at the inbox see the first files of each source's folder only, by name. Camel
 * makes an exchange of every file that a look sees, taken or not, so a hundred thousand files would fill the heap at
 * each. Nothing waits longer for that: a source takes fewer at a time ({@link FileTurns}). Camel shows it a folder before
 * the files in it, sorted ({@code preSort}).
 */
final class FileFront implements GenericFileFilter<File> {

    /** More than wait for their turn at a time, so that files which are never taken hold up none behind them. */
    static final int MOST = 5_000;

    private final int most;
    private final Map<Path, Integer> seen = new ConcurrentHashMap<>();

    /** @param most files of a folder */
    FileFront(int most) {
        this.most = most;
    }

    @Override
    public boolean accept(GenericFile<File> found) {
        Path path = found.getFile().toPath().toAbsolutePath();
        if (found.isDirectory()) {
            seen.put(path, 0);
            return true;
        }
        return FileItems.accepts(path) && seen.merge(FileTurns.folder(path), 1, Integer::sum) <= most;
    }
}
