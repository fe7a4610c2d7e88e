/**
 * A Pax Exam driver for JUnit 5: tests that run inside an OSGi framework.
 *
 * <p>A class annotated {@link org.partita.testkit.paxexam.PlatformTest} is not run by the Jupiter engine but by {@link
 * org.partita.testkit.paxexam.PlatformTestEngine}. That starts the platform's container, packs the test classes into a
 * probe bundle, loads the test class from there, and runs it there with Jupiter. JUnit and AssertJ are packages of the
 * system bundle, so both sides see the same events and the same exceptions.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.partita.testkit.paxexam;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
