package dev.eventferry.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./ferry demo}. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Shows the main job with throw-away data.")
final class DemoCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return 0;
    }
}
