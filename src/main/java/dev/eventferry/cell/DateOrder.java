package dev.eventferry.cell;

/** In which order day, month and year stand in {@code 03/04/2024}. */
public enum DateOrder {
    /** Day first, as most of the world writes. */
    DMY,
    /** Month first, as the United States write. */
    MDY,
    /** Year first. */
    YMD
}
