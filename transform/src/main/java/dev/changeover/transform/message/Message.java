package dev.changeover.transform.message;

/** What a step of the topology sends to another, or to itself. Its kind decides the topic. */
public sealed interface Message permits ParentChange, UserChange, SweepPiece, ReleasePiece, Dirty {}
