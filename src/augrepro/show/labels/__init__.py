"""Labels beside images, as data sets keep them: COCO, YOLO, VOC, masks."""
