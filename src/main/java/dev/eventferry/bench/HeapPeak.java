package dev.eventferry.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The most heap that another Java process has held since the last {@link #reset}, by its log of collections. A heap is
 * fullest right before it is collected: so the peak is exact to a megabyte, nothing is sampled, and it costs the process a
 * line a collection.
 */
final class HeapPeak {

    /** {@code GC(12) Pause Young (Allocation Failure) 150M->40M(246M) 5.123ms}, or in kilobytes while it is small. */
    private static final Pattern COLLECTION = Pattern.compile("(\\d+)([KMG])(?:\\(\\d+%\\))?->\\d+[KMG]");

    private final Path log;
    private int known;

    private HeapPeak(Path log) {
        this.log = log;
    }

    /** The option that makes a JVM write such a log. */
    static String javaOption(Path log) {
        return "-Xlog:gc:file=" + log + "::filecount=0";
    }

    /** Begins to watch the process that writes this log. */
    static HeapPeak of(Path log) {
        return new HeapPeak(log);
    }

    /** Forgets what was before. */
    void reset() throws IOException {
        known = text().length();
    }

    /** The peak in bytes; 0 as long as nothing was collected. */
    long bytes() throws IOException {
        long peak = 0;
        for (Matcher collection = COLLECTION.matcher(text().substring(known)); collection.find(); ) {
            peak = Math.max(peak, Long.parseLong(collection.group(1)) * unit(collection.group(2)));
        }
        return peak;
    }

    private String text() throws IOException {
        return Files.readString(log, StandardCharsets.ISO_8859_1);
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "K" -> 1L << 10;
            case "M" -> 1L << 20;
            default -> 1L << 30;
        };
    }
}
