package dev.eventferry.simulator;

/**
 * The counts alone. {@code received = kept + merged + dropped}.
 *
 * @param received events in requests that were taken
 * @param kept of these, the first of their kind
 * @param merged of these, copies within five minutes that filled a field
 * @param dropped of these, copies that brought nothing or came too late for it
 * @param test of those kept, how many carried a test code
 * @param held of those kept, how many can still be looked at; of the rest only the dedup keys are left
 * @param requests that reached the track endpoint, whatever became of them
 * @param refused requests whose events were not taken
 * @param largestRequest the most events in one request, taken or not
 */
public record Stats(
        long received,
        long kept,
        long merged,
        long dropped,
        long test,
        long held,
        long requests,
        long refused,
        int largestRequest) {}
