package dev.changeover.sink.target;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes Flyway's chatter down to debug: what matters of it comes back as a problem. Public for Flyway, which makes it by name. */
public final class QuietFlywayLog implements LogCreator {

    @Override
    public Log createLogger(Class<?> type) {
        return new ToDebug(LoggerFactory.getLogger(type));
    }

    private record ToDebug(Logger logger) implements Log {
        @Override
        public void debug(String message) {
            logger.debug(message);
        }

        @Override
        public void info(String message) {
            logger.debug(message);
        }

        @Override
        public void warn(String message) {
            logger.debug(message);
        }

        @Override
        public void error(String message) {
            logger.debug(message);
        }

        @Override
        public void error(String message, Exception failure) {
            logger.debug(message, failure);
        }

        @Override
        public void notice(String message) {
            logger.debug(message);
        }
    }
}
