package org.braidwire.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** How long methods are and which types carry Javadoc, read by the compiler's own parser. */
final class SourceShape {
  private record Method(String place, long lines) {}

  private final List<Method> methods = new ArrayList<>();
  private final List<String> publicTypesWithoutJavadoc = new ArrayList<>();

  private SourceShape() {}

  static SourceShape of(final List<Path> files) {
    final SourceShape shape = new SourceShape();
    final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      final JavacTask task = (JavacTask) compiler.getTask(
          null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
      final DocTrees docs = DocTrees.instance(task);
      for (final CompilationUnitTree unit : task.parse()) {
        shape.new Scanner(docs, unit).scan(unit, null);
      }
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
    return shape;
  }

  List<String> methodsLongerThan(final int lines) {
    return methods.stream()
        .filter(method -> method.lines > lines)
        .map(method -> method.place + " has " + method.lines + " lines")
        .toList();
  }

  List<String> publicTypesWithoutJavadoc() {
    return publicTypesWithoutJavadoc;
  }

  private final class Scanner extends TreePathScanner<Void, Void> {
    private final DocTrees docs;
    private final CompilationUnitTree unit;

    Scanner(final DocTrees docs, final CompilationUnitTree unit) {
      this.docs = docs;
      this.unit = unit;
    }

    @Override
    public Void visitClass(final ClassTree type, final Void nothing) {
      if (type.getModifiers().getFlags().contains(Modifier.PUBLIC)
          && docs.getDocComment(getCurrentPath()) == null) {
        publicTypesWithoutJavadoc.add(unit.getSourceFile().getName() + ": " + type.getSimpleName());
      }
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(final MethodTree method, final Void nothing) {
      if (method.getBody() != null) {
        methods.add(new Method(unit.getSourceFile().getName() + ": " + method.getName(), linesOf(method)));
      }
      return super.visitMethod(method, null);
    }

    private long linesOf(final Tree tree) {
      final SourcePositions positions = docs.getSourcePositions();
      final LineMap lines = unit.getLineMap();
      final long first = lines.getLineNumber(positions.getStartPosition(unit, tree));
      return lines.getLineNumber(positions.getEndPosition(unit, tree)) - first + 1;
    }
  }
}
