package dev.changeover.app.command;

import dev.changeover.app.config.WithoutUrls;
import dev.changeover.contract.rules.Identity;
import dev.changeover.contract.rules.IdentityHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The arguments of a command as they may be kept. Secrets never come as arguments, and what looks like a URL is cut all the same. An
 * email becomes the hash of its identity, by which reports name people: whoever knows the email can look for it, nobody can read it.
 */
final class Arguments {
    /** In the label of every option or parameter that is an email. */
    private static final String EMAIL = "EMAIL";

    private final List<String> words = new ArrayList<>();
    private final Map<String, String> names = new LinkedHashMap<>();

    private Arguments() {}

    static Arguments of(@Nullable ParseResult parsed) {
        Arguments arguments = new Arguments();
        if (parsed != null) {
            new LinkedHashSet<>(parsed.matchedArgs()).forEach(arguments::add);
        }
        return arguments;
    }

    private void add(ArgSpec argument) {
        String prefix = argument instanceof OptionSpec option ? option.longestName() : "";
        if (argument instanceof OptionSpec option && option.arity().max() == 0) {
            words.add(prefix);
            return;
        }
        for (String value : argument.originalStringValues()) {
            String kept =
                    argument.paramLabel().contains(EMAIL) || value.contains("@") ? named(value) : WithoutUrls.of(value);
            words.add(prefix.isEmpty() ? kept : prefix + " " + kept);
        }
    }

    private String named(String email) {
        String name = name(email);
        if (!name.equals(email)) {
            names.put(email, name);
        }
        return name;
    }

    /** How a person is called where no email may stand: digits are a V1 id and stay. */
    static String name(String email) {
        return email.matches("[0-9]+")
                ? email
                : Identity.of(email)
                        .map(identity -> "#" + IdentityHash.of(identity))
                        .orElse("(blank)");
    }

    String text() {
        return String.join(" ", words);
    }

    /** A message without the emails that were typed. */
    String withoutEmails(String message) {
        String masked = message;
        for (Map.Entry<String, String> name : names.entrySet()) {
            masked = masked.replace(name.getKey(), name.getValue());
        }
        return masked;
    }
}
