package dev.eventferry.camel;

import dev.eventferry.mapping.MappingException;
import dev.eventferry.settings.SettingsException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was opened, the last first, whatever fails on the way. */
final class Cleanup {

    private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Something that opens parts of what it starts. */
    interface Start<T> {
        T start(Cleanup cleanup) throws Exception;
    }

    /**
     * Starts something whole or not at all.
     *
     * @throws StartFailed with a sentence for whoever must act; what was opened is closed then
     */
    static <T> T starting(Start<T> start) throws StartFailed {
        Cleanup cleanup = new Cleanup();
        try {
            return start.start(cleanup);
        } catch (DataDir.InUse e) {
            cleanup.run();
            throw new StartFailed(String.valueOf(e.getMessage()), StartFailed.IN_USE);
        } catch (StartFailed e) {
            cleanup.run();
            throw e;
        } catch (SettingsException | MappingException e) {
            cleanup.run();
            throw new StartFailed(String.valueOf(e.getMessage()), StartFailed.SETTINGS);
        } catch (Exception e) {
            cleanup.run();
            throw new StartFailed(StartFailed.sentence(e), StartFailed.OTHER, e);
        }
    }

    <T extends AutoCloseable> T later(T opened) {
        this.opened.push(opened);
        return opened;
    }

    /** Closes all; answers what did not close cleanly, each as a few words. */
    List<String> run() {
        List<String> failed = new ArrayList<>();
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failed.add(e.toString());
                LOG.warn("Something did not close cleanly: {}", e.toString());
            }
        }
        return failed;
    }
}
