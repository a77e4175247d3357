package dev.changeover.local.sample;

/** Which of the two applications' databases. */
enum World {
    V1,
    V2
}
