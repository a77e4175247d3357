/**
 * What the operator configured: flags over environment over {@code changeover.yaml} over defaults. Start at {@link
 * dev.changeover.app.config.Configuration}; {@link dev.changeover.app.config.Setting} lists every key. Must not know a command or a
 * stage: sections are plain values that refuse bad ones, naming the key.
 */
@NullMarked
package dev.changeover.app.config;

import org.jspecify.annotations.NullMarked;
