/** Words of the vendor's desk. */
import type { Title } from '#policies/catalog/entry.ts';
import type { VendorOutcome } from '#policies/procedure/export-view.ts';
import type { ProductForm } from '#policies/procedure/fields.ts';

export const productFormTitles: Record<ProductForm, Title> = {
  desensitized_dataset: { zh: '脱敏数据集', en: 'desensitised data set' },
  data_api: { zh: '数据接口', en: 'data interface' },
  data_metric: { zh: '数据指标', en: 'data metric' },
  data_report: { zh: '数据报告', en: 'data report' },
  data_model: { zh: '数据模型', en: 'data model' },
  data_application: { zh: '数据应用', en: 'data application' },
  data_service: { zh: '数据服务', en: 'data service' },
};

/** All that a vendor is told of the checks. */
export const outcomeTitles: Record<VendorOutcome, Title> = {
  released: { zh: '已通过', en: 'may be released' },
  released_with_suppressions: { zh: '隐藏部分单元格后通过', en: 'may be released, some cells hidden' },
  needs_coarser_design: { zh: '须改用更粗的设计', en: 'needs a coarser design' },
  moved_to_review: { zh: '转人工核查', en: 'people are looking at it' },
};
