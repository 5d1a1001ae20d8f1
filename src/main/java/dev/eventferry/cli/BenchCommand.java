package dev.eventferry.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./ferry bench}. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measures Eventferry on this machine.")
final class BenchCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return 0;
    }
}
