package org.braidwire.benchmarks.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;

/** A report as bars: one chart a metric, one bar a case and peer, below each other in one PNG. Stateless. */
public final class ReportPicture {
  private static final int WIDTH = 1100;
  private static final int FRAME_HEIGHT = 110;
  private static final int BAR_HEIGHT = 34;
  private static final Color BAR = new Color(0x2b, 0x6c, 0xb0);

  private ReportPicture() {}

  /** Writes the picture of {@code report} to {@code file}. */
  public static void write(final BenchReport report, final Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    final Map<String, List<Measurement>> charts = new LinkedHashMap<>();
    for (final Measurement result : report.results()) {
      final String title = result.metric() + ", " + result.unit() + " ("
          + result.better().label() + " is better)";
      charts.computeIfAbsent(title, ignored -> new ArrayList<>()).add(result);
    }
    final List<BufferedImage> images = new ArrayList<>();
    charts.forEach((title, results) -> images.add(draw(title, results)));
    if (!ImageIO.write(stack(images), "png", file.toFile())) {
      throw new IOException("this Java writes no PNG");
    }
  }

  private static BufferedImage draw(final String title, final List<Measurement> results) {
    final List<Double> medians = new ArrayList<>();
    final List<String> labels = new ArrayList<>();
    for (final Measurement result : results) {
      medians.add(result.median());
      labels.add(result.name() + ", " + result.peer() + "  " + ReportTable.number(result.median()) + "  ["
          + ReportTable.number(result.min()) + ", " + ReportTable.number(result.max()) + "]");
    }
    Collections.reverse(medians); // the first bar is drawn lowest
    Collections.reverse(labels);
    final HorizontalBarChart chart = new HorizontalBarChartBuilder()
        .width(WIDTH)
        .height(FRAME_HEIGHT + BAR_HEIGHT * results.size())
        .title(title)
        .build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setSeriesColors(new Color[] {BAR});
    chart.getStyler().setXAxisMin(0.0);
    chart.addSeries("median", medians, labels);
    return BitmapEncoder.getBufferedImage(chart);
  }

  private static BufferedImage stack(final List<BufferedImage> images) {
    final int height = images.stream().mapToInt(BufferedImage::getHeight).sum();
    final BufferedImage whole = new BufferedImage(WIDTH, Math.max(1, height), BufferedImage.TYPE_INT_RGB);
    final Graphics2D graphics = whole.createGraphics();
    int top = 0;
    for (final BufferedImage image : images) {
      graphics.drawImage(image, 0, top, null);
      top += image.getHeight();
    }
    graphics.dispose();
    return whole;
  }
}
