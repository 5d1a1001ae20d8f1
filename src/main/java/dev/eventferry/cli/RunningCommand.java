package dev.eventferry.cli;

import dev.eventferry.camel.StartFailed;
import dev.eventferry.settings.SettingsException;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** A command that asks a running Eventferry to do or tell something. */
abstract class RunningCommand implements Callable<Integer> {

    @CommandLine.Spec
    protected CommandLine.Model.@Nullable CommandSpec spec;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    /** Does it; answers the exit code. */
    abstract int call(StatusClient running) throws IOException, InterruptedException;

    @Override
    public Integer call() throws InterruptedException {
        try {
            return call(new StatusClient(options.unchecked()));
        } catch (SettingsException e) {
            return Console.refuse(spec, String.valueOf(e.getMessage()), StartFailed.SETTINGS);
        } catch (StatusClient.Refused e) {
            return Console.refuse(spec, String.valueOf(e.getMessage()), 2);
        } catch (IOException e) {
            return Console.refuse(
                    spec, "no Eventferry answers: start it with ./ferry run, or name its settings with --config", 2);
        }
    }

    /** Says a line. */
    final void say(String line) {
        var out = Console.out(spec);
        out.println(line);
        out.flush();
    }
}
