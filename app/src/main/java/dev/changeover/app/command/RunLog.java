package dev.changeover.app.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.changeover.app.config.Configuration;
import dev.changeover.app.config.LogFormat;
import dev.changeover.local.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log file of one run, under the state directory. Logging is the process's: the last one opened gets it all. */
final class RunLog {
    private static final String APPENDER = "run";
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level [%thread] %logger{24} %msg %kvp{NONE}%n%ex";
    private static final DateTimeFormatter NAME_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private RunLog() {}

    /**
     * Sends all logging to a new file, until {@link #close}.
     *
     * @return the file's path
     * @throws dev.changeover.contract.stage.ProblemException when the state directory cannot be written
     */
    static String open(Configuration configuration, String command) {
        return open(configuration.stateDirectory(), command, configuration.logFormat());
    }

    private static String open(Path stateDirectory, String command, LogFormat format) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setName(APPENDER);
        appender.setFile(newFile(stateDirectory, command).toString());
        appender.setEncoder(format == LogFormat.JSON ? jsonEncoder(context) : textEncoder(context));
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(Level.WARN);
        context.getLogger("dev.changeover").setLevel(Level.toLevel(System.getProperty("changeover.log"), Level.INFO));
        context.getLogger("io.debezium").setLevel(Level.INFO);
        return appender.getFile();
    }

    /** The file that gets the logging now; made in this directory when there is none. */
    static String currentOrNew(Path stateDirectory, String command) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER) instanceof FileAppender<?> current) {
            return current.getFile();
        }
        return open(stateDirectory, command, LogFormat.TEXT);
    }

    private static Encoder<ILoggingEvent> jsonEncoder(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithContext(false);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> textEncoder(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }

    private static Path newFile(Path stateDirectory, String command) {
        Path folder = stateDirectory.resolve("logs");
        String time = NAME_TIME.format(Clock.systemUTC().instant());
        Path file = folder.resolve(
                command + "-" + time + "-" + ProcessHandle.current().pid() + ".log");
        try {
            Files.createDirectories(folder);
            // the logger says nothing of a file that it cannot write
            Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            return file;
        } catch (IOException e) {
            throw StateDirectory.unusable(stateDirectory, e);
        }
    }

    /** Ends the file that gets the logging now, if any. */
    static void close() {
        ch.qos.logback.classic.Logger root =
                ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
        Appender<ILoggingEvent> appender = root.getAppender(APPENDER);
        if (appender != null) {
            root.detachAppender(appender);
            appender.stop();
        }
    }
}
