package dev.changeover.sink.undo;

/** Ends a transaction of undo: one of its users cannot be put back as it was. Its message is for a person and holds no value of a row. */
final class Obstacle extends Exception {
    Obstacle(String why) {
        super(why);
    }
}
