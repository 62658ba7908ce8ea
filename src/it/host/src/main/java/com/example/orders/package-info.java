/** Orders: how they come in, what is checked about them, and what is done when something is wrong. */
package com.example.orders;
