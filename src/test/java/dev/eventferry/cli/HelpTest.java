package dev.eventferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

class HelpTest {

    @TestFactory
    Stream<DynamicTest> every_command_says_what_it_does_how_it_ends_and_gives_an_example() {
        return commands()
                .map(command -> DynamicTest.dynamicTest(command.getCommandName(), () -> {
                    String page = command.getUsageMessage();

                    assertThat(page)
                            .startsWith("Usage: ./ferry " + command.getCommandName())
                            .contains("Exit codes:")
                            .contains("Examples:")
                            .contains("  ./ferry " + command.getCommandName());
                    assertThat(page.lines())
                            .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
                }));
    }

    @Test
    void without_a_command_all_are_listed() {
        StringWriter out = new StringWriter();

        int exitCode = Ferry.commandLine().setOut(new PrintWriter(out)).execute();

        assertThat(exitCode).isZero();
        assertThat(out.toString())
                .contains("run ", "demo ", "status ", "check ", "preview ", "import ", "simulator ", "bench ");
    }

    @Test
    void a_command_that_is_none_ends_with_2_and_names_the_nearest() {
        StringWriter err = new StringWriter();

        int exitCode = Ferry.commandLine().setErr(new PrintWriter(err)).execute("stauts");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("status");
    }

    private static Stream<CommandLine> commands() {
        return Ferry.commandLine().getSubcommands().values().stream()
                .filter(command -> !command.getCommandName().equals("help"));
    }
}
