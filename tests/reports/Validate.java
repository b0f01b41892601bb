import java.io.FileInputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Prints a line `flavour TAB file TAB rule TAB message` for each rule of PDF/A-3a and PDF/UA-1 that a file breaks. */
public class Validate {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            for (String name : new String[] {"3a", "ua1"}) {
                check(file, PDFAFlavour.fromString(name));
            }
            System.out.println("looked at\t" + file);
        }
    }

    private static void check(String file, PDFAFlavour flavour) throws Exception {
        try (var bytes = new FileInputStream(file);
                var parser = Foundries.defaultInstance().createParser(bytes, flavour);
                var validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            var broken = new TreeSet<String>();
            for (TestAssertion each : validator.validate(parser).getTestAssertions()) {
                var rule = each.getRuleId();
                broken.add(rule.getClause() + "-" + rule.getTestNumber() + "\t" + each.getMessage());
            }
            for (String rule : broken) {
                System.out.println(flavour.getId() + "\t" + file + "\t" + rule);
            }
        }
    }
}
