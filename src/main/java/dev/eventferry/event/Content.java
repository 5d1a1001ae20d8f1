package dev.eventferry.event;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One item of {@code properties.contents} (tiktok-events-api 1.3.2).
 *
 * @param contentId the item's id in the catalogue, always text; null when the source names none
 * @param price of one piece, in major units (12.50, not 1250 cents)
 * @param quantity above 0 (mission A25)
 */
public record Content(
        @Nullable String contentId,
        @Nullable String contentName,
        @Nullable String contentCategory,
        @Nullable String brand,
        @Nullable BigDecimal price,
        @Nullable Long quantity) {}
