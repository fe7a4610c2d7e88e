package org.partita.api.admin;

import java.time.Duration;

/**
 * Something that is to happen at a time of the platform's, and has not ended.
 *
 * @param time when it begins, since the platform was made
 * @param name what it is, for people
 */
public record EventStatus(Duration time, String name) {}
