/** Physical memory: sparse 4 KiB pages in two physical address spaces, Secure and Non-secure (FF-A 2.6). */
@NullMarked
package org.partita.hardware.memory;

import org.jspecify.annotations.NullMarked;
