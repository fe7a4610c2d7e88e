/** Transmission of transaction descriptors in fragments (FF-A 12.2.2). */
@NullMarked
package org.partita.memory.fragments;

import org.jspecify.annotations.NullMarked;
