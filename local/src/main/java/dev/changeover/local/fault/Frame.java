package dev.changeover.local.fault;

import java.util.List;

/**
 * A message of PostgreSQL's protocol.
 *
 * @param texts what it begins with, for the few types that are looked at: a statement's name and its SQL, for example
 */
record Frame(char type, List<String> texts) {
    /** Ours: the protocol gives a client's first messages no type. */
    static final char ENCRYPTION_REQUEST = '\0';

    static final char COPY_DATA = 'd';
    static final char QUERY = 'Q';
    static final char PARSE = 'P';
    static final char BIND = 'B';
    static final char EXECUTE = 'E';
    static final char COMMAND_COMPLETE = 'C';
    static final char ERROR = 'E';
    static final char READY_FOR_QUERY = 'Z';

    Frame {
        texts = List.copyOf(texts);
    }

    boolean is(char wanted) {
        return type == wanted;
    }

    /** Its text at this place, from 0; empty if it has fewer. */
    String text(int index) {
        return index < texts.size() ? texts.get(index) : "";
    }
}
