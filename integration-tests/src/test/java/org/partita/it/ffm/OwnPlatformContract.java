package org.partita.it.ffm;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A contract each of whose tests boots a platform of its own: it says with which partitions, and may end them. */
abstract class OwnPlatformContract extends FfmContract {
    @TempDir
    Path folder;

    @BeforeEach
    void begin() {
        ffm = platform(folder);
    }

    /** Boots the platform with the partitions that the test has added. */
    void boot() throws Exception {
        platform = ffm.boot();
        TestFfm.assertServes(platform, backend());
    }

    @AfterEach
    void takeBack() {
        ffm.close();
    }
}
