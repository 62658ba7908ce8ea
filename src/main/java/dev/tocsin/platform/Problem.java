package dev.tocsin.platform;

/**
 * One thing that is wrong with an input.
 *
 * @param path where, as a path in the JSON ({@code actions[1].function_kwargs.recipients}); empty
 *     for the input as a whole
 * @param message what is wrong, with the value, and what would be right
 */
public record Problem(String path, String message) {

    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
