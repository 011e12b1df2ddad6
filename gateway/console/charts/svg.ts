/** Charts drawn on the server: an option of ECharts → SVG, without a script. @see https://echarts.apache.org/handbook/en/how-to/cross-platform/server */
import * as echarts from 'echarts/core';
import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, VisualMapComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import type { EChartsCoreOption } from 'echarts/core';
import { chartThemes, type ChartTheme } from './themes.ts';

echarts.use([BarChart, LineChart, ScatterChart, CustomChart, HeatmapChart]);
echarts.use([GridComponent, LegendComponent, MarkLineComponent, VisualMapComponent, SVGRenderer]);

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

export type ChartOption = EChartsCoreOption;

/** The fonts of the sheet, which have Chinese: an image takes none from its page. Without quotes, which ECharts does not escape. */
const fontFamily = 'system-ui, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif';

/** Of equal options, equal SVG. */
export function svgOf(option: ChartOption, theme: ChartTheme, { width, height }: ChartSize): string {
  const chart = echarts.init(null, themeOf(theme), { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, ...option });
    return renamed(chart.renderToSVGString());
  } finally {
    chart.dispose();
  }
}

/** Names inside it count all charts of the process: they are counted anew. */
function renamed(svg: string): string {
  const names = new Map<string, string>();
  return svg.replaceAll(/\bzr\d+-[a-z]+-?\d+\b/g, (name) => {
    const known = names.get(name) ?? `z${names.size}`;
    names.set(name, known);
    return known;
  });
}

function themeOf(name: ChartTheme): object {
  const { ink, soft, line, series } = chartThemes[name];
  const axis = {
    axisLine: { lineStyle: { color: soft } },
    axisTick: { lineStyle: { color: soft } },
    axisLabel: { color: ink, fontSize: 12 },
    nameTextStyle: { color: soft, fontSize: 12 },
    splitLine: { lineStyle: { color: line } },
  };
  return {
    color: [...series],
    backgroundColor: 'transparent',
    textStyle: { color: ink, fontFamily },
    legend: { textStyle: { color: ink, fontSize: 12 } },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: axis,
    timeAxis: axis,
    logAxis: axis,
  };
}
