package dev.changeover.transform.message;

/** The user named by the key shall be assembled with the next commit. Never leaves its task. */
public record Dirty() implements Message {}
