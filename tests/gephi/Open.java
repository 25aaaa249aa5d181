import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Element;
import org.gephi.graph.api.Graph;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Node;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.EdgeMergeStrategy;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.importer.api.Issue;
import org.gephi.io.processor.plugin.AppendProcessor;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.openide.util.Lookup;

/** Opens the files given, one after another in one workspace, and prints the graph as JSON. */
public final class Open {
  public static void main(String[] paths) throws Exception {
    ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
    projects.newProject();
    Workspace workspace = projects.getCurrentWorkspace();
    ImportController importing = Lookup.getDefault().lookup(ImportController.class);
    StringJoiner issues = new StringJoiner(",", "[", "]");
    for (String path : paths) {
      Container container = importing.importFile(new File(path));
      container.getLoader().setEdgesMergeStrategy(EdgeMergeStrategy.NO_MERGE);
      container.getLoader().setAutoScale(false);
      for (java.util.Iterator<Issue> it = container.getReport().getIssues(1000); it.hasNext(); ) {
        Issue issue = it.next();
        issues.add(text(issue.getLevel() + ": " + issue.getMessage()));
      }
      importing.process(container, new AppendProcessor(), workspace);
    }
    GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel(workspace);
    Graph graph = model.getGraph();
    StringJoiner nodes = new StringJoiner(",\n", "[", "]");
    for (Node node : graph.getNodes()) nodes.add("{" + told(node) + ",\"color\":" + node.getRGBA() + "}");
    StringJoiner edges = new StringJoiner(",\n", "[", "]");
    for (Edge edge : graph.getEdges())
      edges.add("{" + told(edge)
          + ",\"source\":" + text(edge.getSource().getId())
          + ",\"target\":" + text(edge.getTarget().getId())
          + ",\"weight\":" + edge.getWeight()
          + ",\"kind\":" + text(edge.getTypeLabel())
          + ",\"directed\":" + edge.isDirected() + "}");
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("{\"issues\":" + issues + ",\n\"nodes\":" + nodes + ",\n\"edges\":" + edges + "}");
    System.exit(0);
  }

  private static String told(Element element) {
    StringJoiner values = new StringJoiner(",", "{", "}");
    for (Column column : element.getAttributeColumns()) {
      Object value = column.isProperty() ? null : element.getAttribute(column);
      if (value != null) values.add(text(column.getTitle()) + ":" + json(value));
    }
    return "\"id\":" + text(element.getId()) + ",\"label\":" + text(element.getLabel())
        + ",\"times\":" + json(element.getAttribute("timeset")) + ",\"values\":" + values;
  }

  private static String json(Object value) {
    if (value instanceof String[]) {
      StringJoiner several = new StringJoiner(",", "[", "]");
      for (String one : (String[]) value) several.add(text(one));
      return several.toString();
    }
    if (value instanceof Number || value instanceof Boolean) return value.toString();
    return text(value);
  }

  private static String text(Object value) {
    if (value == null) return "null";
    StringBuilder made = new StringBuilder("\"");
    for (char letter : value.toString().toCharArray())
      if (letter == '"' || letter == '\\' || letter < ' ') made.append(String.format("\\u%04x", (int) letter));
      else made.append(letter);
    return made.append('"').toString();
  }
}
