/** FFA_MEM_DONATE, LEND, SHARE, RETRIEVE_REQ, RELINQUISH and RECLAIM (FF-A chapter 11). */
@NullMarked
package org.partita.interfaces.memorymanagement;

import org.jspecify.annotations.NullMarked;
