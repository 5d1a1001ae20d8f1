package dev.eventferry.files;

import dev.eventferry.intake.RowHeader;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * What a file turned out to be, as reports tell it and as rows of it are written again.
 *
 * @param charset what its text is written in
 * @param marked whether it begins with a byte order mark
 * @param delimiter what stands between two cells of a row; meaningless without a header
 * @param lineEnd what ends a line
 * @param header the columns' names; null for JSON
 */
public record FileFormat(
        FileItems.Form form,
        Charset charset,
        boolean marked,
        char delimiter,
        String lineEnd,
        @Nullable RowHeader header) {}
