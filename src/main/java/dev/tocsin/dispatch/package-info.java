/** The queue of planned actions, which is also their history, and the dispatcher that runs what is due. */
package dev.tocsin.dispatch;
