package dev.changeover.app.command;

import dev.changeover.contract.document.QuarantineReason;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a reason by the code that lists show. */
final class ReasonCode implements ITypeConverter<QuarantineReason> {
    @Override
    public QuarantineReason convert(String code) {
        try {
            return QuarantineReason.ofCode(code);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("expected one of "
                    + Arrays.stream(QuarantineReason.values())
                            .map(QuarantineReason::code)
                            .collect(Collectors.joining(", "))
                    + ", but was '" + code + "'");
        }
    }
}
