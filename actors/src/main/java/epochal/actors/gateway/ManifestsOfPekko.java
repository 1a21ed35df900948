package epochal.actors.gateway;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/**
 * The application's classes and resources, but for the manifests of all jars that are not Pekko's.
 * At every start Pekko reads the manifests it is shown, to see that its own modules are of one
 * version; that of a signed jar, as cryptography has, makes the JVM verify the signature first, and
 * that was a tenth of the time that a node takes to start.
 */
final class ManifestsOfPekko extends ClassLoader {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  static {
    registerAsParallelCapable();
  }

  ManifestsOfPekko(ClassLoader application) {
    super("epochal-node", application);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Enumeration<URL> all = super.getResources(name);
    if (!name.equals(MANIFEST)) {
      return all;
    }
    return Collections.enumeration(
        Collections.list(all).stream().filter(url -> url.getPath().contains("pekko")).toList());
  }
}
